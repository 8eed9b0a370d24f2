package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class OverviewIT {
  private static final double SEVERAL_EVENTS_MILLIS = 15_000;

  @Test
  void showsTheNodeAndItsHealthLive(ConsolePage console) {
    Locator asOf = opened(console).locator(".refresh .hint");
    Locator node = console.page().getByRole(AriaRole.ROW);
    assertThat(node.filter(new Locator.FilterOptions().setHasText("this one"))).containsText("up");
    assertThat(console.row("database")).containsText("up");

    String first = asOf.innerText();
    assertThat(asOf)
        .not()
        .hasText(first, new LocatorAssertions.HasTextOptions().setTimeout(SEVERAL_EVENTS_MILLIS));
    assertThat(asOf).containsText("Live.");
  }

  @Test
  void everyChartHasItsTable(ConsolePage console) {
    Locator figures = opened(console).locator("figure");
    assertThat(figures).hasCount(2);
    for (Locator figure : figures.all()) {
      figure.locator("summary").click();
      assertThat(figure.locator("tbody th").first())
          .hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    }
  }

  @Test
  void theArrowKeysReadAChart(ConsolePage console) {
    Locator chart = opened(console).locator("line-chart").first();
    assertThat(chart.locator("output")).containsText("Latest");
    chart.locator(".chart-area").press("End");
    assertThat(chart.locator("output")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d.*"));
  }

  @Test
  void canBePausedAndResumed(ConsolePage console) {
    Locator status = opened(console).locator(".refresh [role=status]");
    console.field("Refresh").selectOption("0");
    assertThat(status).hasText("Paused.");
    console.field("Refresh").selectOption("2");
    assertThat(status).hasText("Live.");
  }

  private static Locator opened(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/");
    assertThat(console.heading("Nodes")).isVisible();
    return console.page().locator("main");
  }
}
