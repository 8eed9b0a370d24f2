package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class ApiKeysIT {
  private final String name = "browser-" + UUID.randomUUID();

  @Test
  void aKeyIsShownOnceAndCanBeDeletedAndTheAuditLogHasBoth(ConsolePage console) {
    console.signIn(console.adminKey());
    String secret = create(console, "read", "kv:*");
    assertThat(console.row(name)).containsText("kv:*");
    assertThat(console.page().locator("body")).not().containsText(secret);

    console.button("Delete " + name).click();
    console.dialogButton("Delete").click();
    assertThat(console.row(name)).hasCount(0);

    console.open("/console/audit.html");
    Locator entries =
        console.page().locator("tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    assertThat(entries).hasCount(2);
    console.field("Actor contains").fill("nobody-of-this-name");
    console.button("Filter").click();
    assertThat(entries).hasCount(0);
  }

  @Test
  void badFieldsAreNamed(ConsolePage console) {
    console.errors().expect(400, "/api/v1/keys");
    console.signIn(console.adminKey());
    console.open("/console/keys.html");
    console.button("New API key").click();
    console.field("Name").fill("not a name");
    console.dialogButton("Create").click();
    assertThat(console.dialog().locator(".notice.bad")).containsText("name");
  }

  @Test
  void whatARoleMayNotDoIsDisabledAndExplained(ConsolePage console) {
    console.signIn(console.adminKey());
    String secret = create(console, "read", "*");
    console.page().context().clearCookies();
    console.signIn(secret);
    console.open("/console/kv.html");
    assertThat(console.button("New key")).isDisabled();
    assertThat(console.page().locator("main")).containsText("has the role “read”");
    console.open("/console/keys.html");
    assertThat(console.page().locator("main")).containsText("takes the role “admin”");
  }

  private String create(ConsolePage console, String role, String scopes) {
    console.open("/console/keys.html");
    console.button("New API key").click();
    console.field("Name").fill(name);
    console.field("Role").selectOption(role);
    console.field("Scopes").fill(scopes);
    console.dialogButton("Create").click();
    String secret = console.dialog().locator("#new-secret").innerText();
    console.dialogButton("I have copied it").click();
    assertThat(console.row(name)).isVisible();
    return secret;
  }
}
