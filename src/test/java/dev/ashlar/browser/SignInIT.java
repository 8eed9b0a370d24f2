package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class SignInIT {
  private static final String SESSION = "/api/v1/console/session";

  @Test
  void aPageWithoutASessionLeadsToSignInAndBack(ConsolePage console) {
    Page page = console.page();
    console.open("/console/kv.html?bucket=none-yet");
    assertThat(page).hasURL(Pattern.compile("/console/sign-in\\.html\\?next="));

    console.errors().expect(404, "limit=100");
    signIn(console, console.adminKey());
    assertThat(page).hasURL(Pattern.compile("/console/kv\\.html\\?bucket=none-yet$"));
  }

  @Test
  void aWrongKeyIsRefusedInWords(ConsolePage console) {
    console.errors().expect(401, SESSION);
    console.open("/console/sign-in.html");
    signIn(console, "not-a-key");
    assertThat(console.page().locator("#outcome")).hasText("This key is not known.");

    signIn(console, console.adminKey());
    assertThat(console.heading("Overview")).isVisible();
  }

  @Test
  void signInLeadsToTheConsolesOwnPagesOnly(ConsolePage console) {
    console.open("/console/sign-in.html?next=//other.example/console/kv.html");
    signIn(console, console.adminKey());
    assertThat(console.heading("Overview")).isVisible();
    assertThat(console.page()).hasURL(console.address("/console/index.html").toString());
  }

  @Test
  void afterSigningOutTheSessionIsOver(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/audit.html");
    console.button("Sign out").click();
    assertThat(console.heading("Sign in to Ashlar")).isVisible();

    console.open("/console/audit.html");
    assertThat(console.heading("Sign in to Ashlar")).isVisible();
  }

  private static void signIn(ConsolePage console, String key) {
    console.field("API key").fill(key);
    console.button("Sign in").click();
  }
}
