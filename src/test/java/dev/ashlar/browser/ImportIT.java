package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class ImportIT {
  private static final String LINES =
      """
      {"key":"a/1","value":"one"}
      this is no JSON
      {"key":"a/2","value":"two"}
      """;

  @Test
  void importsAFileShowsProgressAndNamesTheFailedLine(ConsolePage console) {
    AtomicReference<@Nullable Route> held = new AtomicReference<>();
    console.page().route("**/import", held::set);
    start(console);

    assertThat(console.dialog().getByRole(AriaRole.PROGRESSBAR).first()).isVisible();
    console.page().waitForCondition(() -> held.get() != null);
    Route route = held.get();
    if (route != null) {
      route.resume();
    }

    assertThat(console.dialog()).containsText("2 keys imported, 1 line failed");
    Locator failed = console.dialog().locator("tbody tr");
    assertThat(failed).hasCount(1);
    assertThat(failed.locator("td").first()).hasText("2");
    console.dialogButton("Done").click();
    assertThat(console.link("a/2")).isVisible();
  }

  private static void start(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/kv.html");
    console.button("Import").click();
    console.field("Bucket").fill("browser-" + UUID.randomUUID());
    console
        .field("A file of lines (NDJSON)")
        .setInputFiles(
            new FilePayload(
                "keys.ndjson", "application/x-ndjson", LINES.getBytes(StandardCharsets.UTF_8)));
    console.dialogButton("Import").click();
  }
}
