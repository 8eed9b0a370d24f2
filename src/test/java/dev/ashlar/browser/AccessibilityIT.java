package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ConsoleExtension.class)
class AccessibilityIT {
  private static final String BUCKET = "browser-accessibility";

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
    "/console/keys.html, table",
    "/console/audit.html, table",
    "/console/api.html#put-api-v1-kv-bucket-keys-key, .operation table",
  })
  void pagesBreakNoRule(String path, String shown, ConsolePage console) {
    console.signIn(console.adminKey());
    fill(console);
    fillLocks(console);
    console.open(path);
    if (path.endsWith("live=on")) {
      assertThat(console.page().locator(".watch [role=status]")).hasText("Live.");
      console.put(BUCKET, "a/2", "changed");
    }
    assertThat(console.page().locator(shown).first()).isVisible();
    assertNothingBroken(console);
  }

  @Test
  void theSignInPageBreaksNoRule(ConsolePage console) {
    console.open("/console/sign-in.html");
    assertNothingBroken(console);
  }

  @Test
  void dialogsBreakNoRule(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/kv.html");
    console.button("New key").click();
    assertThat(console.dialog()).isVisible();
    assertNothingBroken(console);
  }

  @ParameterizedTest
  @CsvSource({
    "key=a/1, Time to live",
    "key=a/1&view=history, View revision 2",
    "view=settings, Drop the bucket",
  })
  void dialogsOfABucketBreakNoRule(String view, String opener, ConsolePage console) {
    console.signIn(console.adminKey());
    fill(console);
    console.open("/console/kv.html?bucket=" + BUCKET + "&" + view);
    console.button(opener).click();
    assertThat(console.dialog()).isVisible();
    assertNothingBroken(console);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Settings", "Break the hold of holder"})
  void dialogsOfALockBreakNoRule(String opener, ConsolePage console) {
    console.signIn(console.adminKey());
    fillLocks(console);
    console.open("/console/locks.html?lock=" + BUCKET);
    console.button(opener).click();
    assertThat(console.dialog()).isVisible();
    assertNothingBroken(console);
  }

  /** A lock that is held, and an election that somebody leads. */
  private static void fillLocks(ConsolePage console) {
    LockClients clients = new LockClients(console);
    clients.holds(BUCKET, "holder");
    clients.leads(BUCKET, "leader");
  }

  /** A key with two changes that can be compared, which expires, in a bucket with a quota. */
  private static void fill(ConsolePage console) {
    console.configure(BUCKET, "{\"maxKeys\":10}");
    console.put(BUCKET, "a/1", "{\"a\":[1,{\"b\":null}]}");
    console.put(BUCKET, "a/1?ttl=1h", "{\"a\":[1,{\"b\":2}]}");
  }

  private static void assertNothingBroken(ConsolePage console) {
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      console.theme(theme);
      List<Rule> violations = new AxeBuilder(console.page()).analyze().getViolations();
      assertThat(violations)
          .as(theme.name())
          .extracting(rule -> rule.getId() + " at " + rule.getNodes().get(0).getTarget())
          .isEmpty();
    }
  }
}
