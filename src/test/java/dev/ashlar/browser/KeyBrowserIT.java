package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class KeyBrowserIT {
  private final String bucket = "browser-" + UUID.randomUUID();

  @Test
  void createsShowsEditsAndDeletesAKey(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/kv.html");
    console.button("New key").click();
    console.field("Bucket").fill(bucket);
    console.field("Key").fill("eu/42");
    console.field("Value").fill("{\"total\":12345678901234567890}");
    console.dialogButton("Save").click();

    assertThat(console.heading("eu/42")).isVisible();
    assertThat(console.page().locator(".json")).containsText("12345678901234567890");
    console.field("Hex").check();
    assertThat(console.page().locator(".hex")).containsText("7b 22 74 6f");

    console.button("Edit").click();
    console.field("Value").fill("{\"total\":2}");
    console.dialogButton("Save").click();
    assertThat(console.page().locator(".facts")).containsText("Version2");

    console.button("Delete").click();
    console.dialogButton("Delete").click();
    assertThat(console.page().locator("main")).containsText("This bucket holds no keys.");
  }

  @Test
  void aConflictShowsBothVersionsAndCanBeOverwritten(ConsolePage console) {
    console.signIn(console.adminKey());
    conflict(console);
    console.dialogButton("Overwrite theirs with mine").click();
    assertThat(console.page().locator(".value-body")).hasText("mine");
  }

  @Test
  void aConflictCanBeContinuedOnTopOfTheirs(ConsolePage console) {
    console.signIn(console.adminKey());
    conflict(console);
    console.dialogButton("Keep editing on top of theirs").click();
    assertThat(console.field("Value")).hasValue("theirs");
    assertThat(console.dialog()).containsText("Your version, to copy from");
    console.field("Value").fill("both");
    console.dialogButton("Save").click();
    assertThat(console.page().locator(".value-body")).hasText("both");
  }

  @Test
  void theTreeFollowsPrefixesIntoTheAddress(ConsolePage console) {
    console.signIn(console.adminKey());
    console.put(bucket, "eu/2026/1", "a");
    console.put(bucket, "us/2026/1", "b");
    console.open("/console/kv.html?bucket=" + bucket);
    console.button("Prefixes under eu/").click();
    console.link("2026/").click();
    assertThat(console.page()).hasURL(Pattern.compile("prefix=eu%2F2026%2F"));
    assertThat(console.link("eu/2026/1")).isVisible();
    assertThat(console.link("us/2026/1")).isHidden();

    console.page().goBack();
    assertThat(console.link("us/2026/1")).isVisible();
  }

  @Test
  void aLargeValueIsFetchedOnlyWhenAsked(ConsolePage console) {
    console.signIn(console.adminKey());
    console.put(bucket, "large", "x".repeat(300 * 1024));
    console.open("/console/kv.html?bucket=" + bucket + "&key=large");
    assertThat(console.page().locator("main")).containsText("it was not fetched");
    console.button("Fetch and show it").click();
    assertThat(console.page().locator(".value-body")).containsText("xxxx");
  }

  @Test
  void exportsTheBucketAsAFile(ConsolePage console) {
    console.signIn(console.adminKey());
    console.put(bucket, "one", "a");
    console.open("/console/kv.html?bucket=" + bucket);
    Download download = console.page().waitForDownload(() -> console.link("Export").click());
    assertThat(download.suggestedFilename()).isEqualTo(bucket + ".ndjson");
    assertThat(download.path()).content().contains("\"key\":\"one\"");
  }

  private void conflict(ConsolePage console) {
    console.put(bucket, "shared", "first");
    console.open("/console/kv.html?bucket=" + bucket + "&key=shared");
    console.button("Edit").click();
    console.field("Value").fill("mine");
    console.put(bucket, "shared", "theirs");
    console.errors().expect(412, "/keys/shared");
    console.dialogButton("Save").click();
    assertThat(console.dialog()).containsText("shared was changed meanwhile");
    assertThat(console.dialog()).containsText("mine");
    assertThat(console.dialog()).containsText("theirs");
  }
}
