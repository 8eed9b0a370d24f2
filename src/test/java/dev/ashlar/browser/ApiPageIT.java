package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class ApiPageIT {
  private static final String PUT = "put-api-v1-kv-bucket-keys-key";

  @Test
  void showsFiltersAndUnfoldsOperations(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/api.html");
    assertThat(console.heading("Key-value")).isVisible();

    console.field("Filter by path, method or words").fill("put /api/v1/kv/{bucket}/keys");
    assertThat(console.page().locator(".operation")).hasCount(1);
    Locator operation = console.page().locator("#" + PUT);
    operation.locator("summary").first().click();
    assertThat(operation).containsText("revision-mismatch");
    operation.locator(".curl summary").click();
    assertThat(operation.locator(".curl pre")).containsText("curl -sS -X PUT");
  }

  @Test
  void aLinkOpensItsOperation(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/api.html#" + PUT);
    assertThat(console.page().locator("#" + PUT + " table").first()).isVisible();
  }
}
