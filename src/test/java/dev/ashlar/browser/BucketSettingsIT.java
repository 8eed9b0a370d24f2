package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class BucketSettingsIT {
  private final String bucket = "browser-" + UUID.randomUUID();

  @Test
  void areSetShownAgainstTheSizesAndReset(ConsolePage console) {
    console.signIn(console.adminKey());
    open(console);
    console.field("Most keys").fill("4");
    console.field("History goes back").fill("48h");
    console.button("Save").click();
    assertThat(console.page().locator(".figures")).containsText("of 4, 25 %");
    assertThat(console.page().locator("meter")).hasCount(1);
    console.page().reload();
    assertThat(console.field("History goes back")).hasValue("2d");

    console.button("Reset to defaults").click();
    console.dialogButton("Reset").click();
    assertThat(console.field("Most keys")).hasValue("");
    assertThat(console.field("History goes back")).hasValue("1d");
    assertThat(console.page().locator("meter")).hasCount(0);
  }

  @Test
  void whatBreaksARuleIsNamed(ConsolePage console) {
    console.errors().expect(400, "/config");
    console.signIn(console.adminKey());
    open(console);
    console.field("Keys expire after").fill("soon");
    console.button("Save").click();
    assertThat(console.page().locator(".notice.bad")).containsText("defaultTtl");
    assertThat(console.field("Keys expire after")).hasValue("soon");
    assertThat(console.field("Keys expire after")).hasAttribute("aria-invalid", "true");
    assertThat(console.field("Most keys")).not().hasAttribute("aria-invalid", "true");
  }

  @Test
  void aBucketIsDroppedOnlyByItsName(ConsolePage console) {
    console.signIn(console.adminKey());
    open(console);
    console.button("Drop the bucket").click();
    console.field("Type the name of the bucket").fill(bucket + "x");
    assertThat(console.dialogButton("Drop")).isDisabled();
    console.field("Type the name of the bucket").fill(bucket);
    console.dialogButton("Drop").click();
    assertThat(console.page()).hasURL(Pattern.compile("/console/kv\\.html$"));
    assertThat(console.heading("Key-value")).isVisible();
    assertThat(console.row(bucket)).hasCount(0);
  }

  @Test
  void whoIsNoAdminMayLookOnly(ConsolePage console) {
    console.signIn(console.newKey(bucket, "write"));
    open(console);
    assertThat(console.page().locator("main")).containsText("this takes the role “admin”");
    assertThat(console.field("Most keys")).not().isEditable();
    assertThat(console.button("Save")).isDisabled();
    assertThat(console.button("Drop the bucket")).isDisabled();
  }

  private void open(ConsolePage console) {
    console.put(bucket, "one", "value");
    console.open("/console/kv.html?bucket=" + bucket);
    console.link("Settings and sizes").click();
    assertThat(console.heading("Settings")).isVisible();
  }
}
