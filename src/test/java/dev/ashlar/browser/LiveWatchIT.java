package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ConsoleExtension.class)
class LiveWatchIT {
  private final String bucket = "browser-" + UUID.randomUUID();

  @Test
  void changesComeAsTheyAreMadeAndTheListFollows(ConsolePage console) {
    openLive(console);
    console.put(bucket, "a/2", "new");
    console.delete(bucket, "a/1");
    Locator changes = console.page().locator(".watch tbody tr");
    assertThat(changes).hasCount(2);
    assertThat(changes.first()).containsText("delete");
    assertThat(changes.last()).containsText("a/2");

    Locator keys = console.page().locator("tr.changed");
    assertThat(keys).hasCount(1);
    assertThat(keys).containsText("a/2");
    console.button("Clear").click();
    assertThat(console.page().locator(".watch")).containsText("Nothing has changed");
    assertThat(keys).hasCount(0);
  }

  @Test
  void aPausedWatchGoesOnWhereItWas(ConsolePage console) {
    openLive(console);
    console.button("Pause").click();
    assertThat(status(console)).hasText("Paused.");
    console.put(bucket, "meanwhile", "new");
    console.button("Go on").click();
    assertThat(status(console)).hasText("Live.");
    assertThat(console.page().locator(".watch tbody th")).hasText("meanwhile");
  }

  @Test
  void aWatchRestsWhileNobodyLooksAndMissesNothing(ConsolePage console) {
    openLive(console);
    console.page().evaluate("document.hasFocus = () => false; dispatchEvent(new Event('blur'))");
    assertThat(status(console)).hasText("Paused while this window is not in front.");
    console.put(bucket, "meanwhile", "new");
    console.page().evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))");
    assertThat(console.page().locator(".watch tbody th")).hasText("meanwhile");
  }

  @Test
  void watchesOnlyThePrefixThatIsShown(ConsolePage console) {
    openLive(console);
    console.field("Keys beginning with").fill("b/");
    console.button("Show").click();
    assertThat(console.page().locator("main")).containsText("No key begins with b/");
    assertThat(status(console)).hasText("Live.");
    console.put(bucket, "a/2", "not shown");
    console.put(bucket, "b/1", "shown");
    assertThat(console.page().locator(".watch tbody th")).hasText("b/1");
    console.field("Watch this prefix live").uncheck();
    assertThat(console.page().locator(".watch")).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({"overrun, none is missing", "compacted, some changes are missing here"})
  void thatTheServerCutItOffIsSaidAndItGoesOn(String event, String words, ConsolePage console) {
    console
        .page()
        .route("**/watch?*", route -> end(route, event), new Page.RouteOptions().setTimes(1));
    openLive(console);
    assertThat(console.page().locator(".watch .notice.warn")).containsText(words);
    console.put(bucket, "later", "new");
    assertThat(console.page().locator(".watch tbody th")).hasText("later");
  }

  @Test
  void aWatchEndsWithItsBucketAndSaysSo(ConsolePage console) {
    openLive(console);
    console.page().route("**/keys?limit=1", route -> route.fulfill(gone()));
    console.errors().expect(404, "/keys?limit=1");
    console.page().route("**/watch?*", route -> end(route, "progress"));
    console.button("Pause").click();
    console.button("Go on").click();
    assertThat(status(console)).hasText("The watch has ended.");
    assertThat(console.page().locator(".watch .notice.bad")).containsText("bucket-not-found");
  }

  private static Route.FulfillOptions gone() {
    return new Route.FulfillOptions()
        .setStatus(404)
        .setContentType("application/problem+json")
        .setBody("{\"title\":\"Not found\",\"status\":404,\"code\":\"bucket-not-found\"}");
  }

  private static void end(Route route, String event) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("text/event-stream")
            .setBody("event: " + event + "\ndata: {\"oldestRevision\":7}\n\n"));
  }

  private void openLive(ConsolePage console) {
    console.signIn(console.adminKey());
    console.put(bucket, "a/1", "old");
    console.open("/console/kv.html?bucket=" + bucket);
    console.field("Watch the bucket live").press("Space");
    assertThat(status(console)).hasText("Live.");
  }

  private static Locator status(ConsolePage console) {
    return console.page().locator(".watch [role=status]");
  }
}
