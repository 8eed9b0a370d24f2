package dev.ashlar.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** What went wrong in a page by the browser's own account. */
final class ConsoleErrors {
  /**
   * Turns reports of the content security policy into console errors, which they not always are.
   */
  static final String REPORT_VIOLATIONS =
      "addEventListener('securitypolicyviolation', (event) =>"
          + " console.error(`CSP ${event.violatedDirective} blocked ${event.blockedURI}`))";

  private final List<String> seen = new ArrayList<>();
  private final List<Expected> expected = new ArrayList<>();

  private record Expected(int status, String urlEnd) {
    boolean covers(ConsoleMessage message) {
      return message.text().contains("status of " + status + " ")
          && message.location().split(":\\d+:\\d+$", 2)[0].endsWith(urlEnd);
    }
  }

  ConsoleErrors(Page page) {
    page.onConsoleMessage(this::take);
    page.onPageError(error -> seen.add("uncaught: " + error));
  }

  /** Says that a request to an address with this end will be refused; browsers log each refusal. */
  void expect(int status, String urlEnd) {
    expected.add(new Expected(status, urlEnd));
  }

  void assertNone() {
    assertThat(seen).as("errors in the browser's console").isEmpty();
  }

  private void take(ConsoleMessage message) {
    if (message.type().equals("error") && expected.stream().noneMatch(e -> e.covers(message))) {
      seen.add(message.text() + " at " + message.location());
    }
  }
}
