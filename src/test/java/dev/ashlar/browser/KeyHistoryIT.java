package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class KeyHistoryIT {
  private final String bucket = "browser-" + UUID.randomUUID();

  @Test
  void showsWhatChangedAndBringsAnOldValueBack(ConsolePage console) {
    put(console, "one\ntwo\nthree", "one\nTWO\nthree");
    openHistory(console);
    assertThat(console.row("2")).containsText("stands now");
    assertThat(console.row("1")).containsText("admin");
    assertThat(lines(console, "removed")).hasText("two");
    assertThat(lines(console, "added")).hasText("TWO");

    console.button("View revision 1").click();
    assertThat(console.dialog().locator(".value-body")).containsText("two");
    console.dialogButton("Restore this").click();
    console.dialogButton("Restore").click();
    assertThat(console.row("3")).containsText("stands now");
    console.link("Value").click();
    assertThat(console.page().locator(".value-body")).containsText("two");
  }

  @Test
  void comparesAnyTwoRevisionsAndNamesThemInTheAddress(ConsolePage console) {
    put(console, "{\"a\":1,\"b\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}");
    openHistory(console);
    assertThat(lines(console, "added")).hasText("\"b\": 3");
    console.button("Compare revision 1 with what stands").click();
    assertThat(lines(console, "removed")).hasText("\"b\": 1");
    console.field("with").selectOption("2");
    assertThat(lines(console, "added")).hasText("\"b\": 2");
    assertThat(console.page()).hasURL(Pattern.compile("left=1&right=2"));
    console.field("Indent JSON before comparing").uncheck();
    assertThat(lines(console, "added")).hasText("{\"a\":1,\"b\":2}");
  }

  @Test
  void aDeletedKeyCanBeBroughtBack(ConsolePage console) {
    put(console, "precious");
    console.delete(bucket, "key");
    openHistory(console);
    assertThat(console.row("2")).containsText("delete");
    console.button("Restore what stood before revision 2").click();
    console.dialogButton("Restore").click();
    assertThat(console.row("3")).containsText("stands now");
    console.link("Value").click();
    assertThat(console.page().locator(".value-body")).hasText("precious");
  }

  @Test
  void whoeverWasFasterIsNotOverwritten(ConsolePage console) {
    put(console, "first", "second");
    openHistory(console);
    console.button("Restore revision 1").click();
    console.put(bucket, "key", "third");
    console.errors().expect(412, "/keys/key/restore");
    console.dialogButton("Restore").click();
    assertThat(console.page().locator(".notice.bad")).containsText("revision-mismatch");
  }

  private void put(ConsolePage console, String... values) {
    for (String value : values) {
      console.put(bucket, "key", value);
    }
  }

  private void openHistory(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/kv.html?bucket=" + bucket + "&key=key");
    console.link("History").click();
  }

  private static Locator lines(ConsolePage console, String kind) {
    return console.page().locator(".diff ." + kind + " .line");
  }
}
