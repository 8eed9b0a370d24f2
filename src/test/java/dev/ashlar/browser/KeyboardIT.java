package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class KeyboardIT {
  private static final int MOST_TABS = 60;

  @Test
  void signInNavigateCreateAndLookWithoutAMouse(ConsolePage console) {
    Keyboard keys = console.page().keyboard();
    console.open("/console/sign-in.html");
    assertThat(console.field("API key")).isFocused();
    keys.type(console.adminKey());
    keys.press("Enter");

    assertThat(console.heading("Overview")).isVisible();
    tabTo(console, console.link("Key-value"));
    keys.press("Enter");
    assertThat(console.heading("Key-value")).isVisible();

    tabTo(console, console.button("New key"));
    keys.press("Enter");
    assertThat(console.field("Bucket")).isFocused();
    keys.type("browser-" + UUID.randomUUID());
    keys.press("Tab");
    keys.type("typed");
    tabTo(console, console.field("Value"));
    keys.type("1");
    tabTo(console, console.dialogButton("Save"));
    keys.press("Enter");
    assertThat(console.heading("typed")).isFocused();
  }

  @Test
  void aQueueIsMadeWithoutAMouse(ConsolePage console) {
    String queue = "browser-" + UUID.randomUUID();
    console.signIn(console.adminKey());
    console.open("/console/queues.html");
    assertThat(console.button("New queue")).isVisible();
    tabTo(console, console.button("New queue"));
    console.page().keyboard().press("Enter");
    assertThat(console.field("Name")).isFocused();
    console.page().keyboard().type(queue);
    tabTo(console, console.dialogButton("Save"));
    console.page().keyboard().press("Enter");
    assertThat(console.heading(queue)).isFocused();
  }

  @Test
  void theSkipLinkLeadsPastTheHeader(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/audit.html");
    assertThat(console.heading("Audit log")).isVisible();
    console.page().keyboard().press("Tab");
    assertThat(console.link("Skip to content")).isFocused();
    console.page().keyboard().press("Enter");
    assertThat(console.page().locator("main")).isFocused();
  }

  @Test
  void escapeClosesADialogAndGivesTheFocusBack(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/keys.html");
    Locator opener = console.button("New API key");
    opener.press("Enter");
    assertThat(console.field("Name")).isFocused();
    console.page().keyboard().press("Escape");
    assertThat(console.page().locator("dialog")).hasCount(0);
    assertThat(opener).isFocused();
  }

  private static void tabTo(ConsolePage console, Locator target) {
    for (int i = 0; i < MOST_TABS; i++) {
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return;
      }
      console.page().keyboard().press("Tab");
    }
    assertThat(target).isFocused();
  }
}
