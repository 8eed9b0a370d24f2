package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ConsoleExtension.class)
class PagesAccessibilityIT {

  @ParameterizedTest
  @CsvSource({
    "/console/index.html, .figures",
    "/console/kv.html, table",
    "/console/kv.html?bucket=browser-accessibility, .tree-pane",
    "/console/kv.html?bucket=browser-accessibility&key=a/1, .value",
    "/console/kv.html?bucket=browser-accessibility&key=a/1&view=history, .diff",
    "/console/kv.html?bucket=browser-accessibility&live=on, .watch tbody th",
    "/console/kv.html?bucket=browser-accessibility&view=settings, meter",
    "/console/locks.html?prefix=browser-accessibility, tbody th",
    "/console/locks.html?lock=browser-accessibility, hold-timeline .bar",
    "/console/locks.html?view=elections&prefix=browser-accessibility, tbody th",
    "/console/locks.html?view=elections&election=browser-accessibility, count-down",
    "/console/queues.html, .figures",
    "/console/queues.html?queue=browser-accessibility, line-chart svg",
    "/console/queues.html?queue=browser-accessibility&view=messages, .states",
    "/console/keys.html, table",
    "/console/audit.html, table",
    "/console/api.html#put-api-v1-kv-bucket-keys-key, .operation table",
  })
  void pagesBreakNoRule(String path, String shown, ConsolePage console) {
    console.signIn(console.adminKey());
    Accessibility.fill(console);
    Accessibility.fillLocks(console);
    Accessibility.fillQueues(console);
    console.open(path);
    if (path.endsWith("live=on")) {
      assertThat(console.page().locator(".watch [role=status]")).hasText("Live.");
      console.put(Accessibility.BUCKET, "a/2", "changed");
    }
    assertThat(console.page().locator(shown).first()).isVisible();
    Accessibility.assertNothingBroken(console);
  }

  @Test
  void aDeadLetterBreaksNoRule(ConsolePage console) {
    console.signIn(console.adminKey());
    Accessibility.fillQueues(console);
    console.open("/console/queues.html?view=messages&state=dead&queue=" + Accessibility.BUCKET);
    console.page().locator("th.message a").first().click();
    assertThat(console.heading("How it died")).isVisible();
    Accessibility.assertNothingBroken(console);
  }

  @Test
  void theSignInPageBreaksNoRule(ConsolePage console) {
    console.open("/console/sign-in.html");
    Accessibility.assertNothingBroken(console);
  }
}
