package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class ExpiryIT {
  private final String bucket = "browser-" + UUID.randomUUID();

  @Test
  void theTimeThatIsLeftTicksDownUntilTheKeyIsGone(ConsolePage console) {
    Locator left = opened(console, "10s");
    assertThat(left).hasText(Pattern.compile("in \\d+ s"));
    String first = left.innerText();
    assertThat(left).not().hasText(first);
    assertThat(console.page().locator("main")).containsText("holds no key brief (any more)");
    console.link("History").click();
    assertThat(console.row("1")).containsText("put");
  }

  @Test
  void aKeyIsProlongedAndThenStays(ConsolePage console) {
    Locator left = opened(console, "1h");
    console.button("Time to live").click();
    console.field("Expires from now in").fill("8d");
    console.dialogButton("Prolong").click();
    assertThat(left).hasText("in 7 d 23 h");

    console.button("Time to live").click();
    console.dialogButton("Never expire").click();
    assertThat(console.page().locator(".facts")).containsText("Expiresnever");
    assertThat(console.page().locator(".value-body")).hasText("value");
  }

  @Test
  void whatIsNoDurationIsRefusedInWords(ConsolePage console) {
    opened(console, "1h");
    console.errors().expect(400, "/keys/brief");
    console.button("Time to live").click();
    console.field("Expires from now in").fill("soon");
    console.dialogButton("Prolong").click();
    assertThat(console.dialog().locator(".notice.bad")).containsText("is not a duration");
  }

  private Locator opened(ConsolePage console, String ttl) {
    console.signIn(console.adminKey());
    console.put(bucket, "brief?ttl=" + ttl, "value");
    console.open("/console/kv.html?bucket=" + bucket + "&key=brief");
    return console.page().locator(".facts count-down");
  }
}
