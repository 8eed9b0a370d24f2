package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ConsoleExtension.class)
class AccessibilityIT {
  private static final String BUCKET = "browser-accessibility";

  @ParameterizedTest
  @CsvSource({
    "LIGHT, /console/index.html, .figures",
    "DARK, /console/index.html, .figures",
    "LIGHT, /console/kv.html, table",
    "DARK, /console/kv.html, table",
    "LIGHT, /console/kv.html?bucket=browser-accessibility, .tree-pane",
    "DARK, /console/kv.html?bucket=browser-accessibility, .tree-pane",
    "LIGHT, /console/kv.html?bucket=browser-accessibility&key=a/1, .value",
    "DARK, /console/kv.html?bucket=browser-accessibility&key=a/1, .value",
    "LIGHT, /console/keys.html, table",
    "DARK, /console/keys.html, table",
    "LIGHT, /console/audit.html, table",
    "DARK, /console/audit.html, table",
    "LIGHT, /console/api.html#put-api-v1-kv-bucket-keys-key, .operation table",
    "DARK, /console/api.html#put-api-v1-kv-bucket-keys-key, .operation table",
  })
  void pagesBreakNoRule(ColorScheme theme, String path, String shown, ConsolePage console) {
    console.theme(theme);
    console.signIn(console.adminKey());
    console.put(BUCKET, "a/1", "{\"a\":[1,{\"b\":null}]}");
    console.open(path);
    assertThat(console.page().locator(shown).first()).isVisible();
    assertNothingBroken(console);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void theSignInPageBreaksNoRule(ColorScheme theme, ConsolePage console) {
    console.theme(theme);
    console.open("/console/sign-in.html");
    assertNothingBroken(console);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void dialogsBreakNoRule(ColorScheme theme, ConsolePage console) {
    console.theme(theme);
    console.signIn(console.adminKey());
    console.open("/console/kv.html");
    console.button("New key").click();
    assertThat(console.dialog()).isVisible();
    assertNothingBroken(console);
  }

  private static void assertNothingBroken(ConsolePage console) {
    List<Rule> violations = new AxeBuilder(console.page()).analyze().getViolations();
    assertThat(violations)
        .extracting(rule -> rule.getId() + " at " + rule.getNodes().get(0).getTarget())
        .isEmpty();
  }
}
