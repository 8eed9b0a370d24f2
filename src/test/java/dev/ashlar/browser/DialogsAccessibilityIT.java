package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ConsoleExtension.class)
class DialogsAccessibilityIT {

  @Test
  void dialogsBreakNoRule(ConsolePage console) {
    console.signIn(console.adminKey());
    console.open("/console/kv.html");
    console.button("New key").click();
    assertThat(console.dialog()).isVisible();
    Accessibility.assertNothingBroken(console);
  }

  @ParameterizedTest
  @CsvSource({
    "key=a/1, Time to live",
    "key=a/1&view=history, View revision 2",
    "view=settings, Drop the bucket",
  })
  void dialogsOfABucketBreakNoRule(String view, String opener, ConsolePage console) {
    console.signIn(console.adminKey());
    Accessibility.fill(console);
    console.open("/console/kv.html?bucket=" + Accessibility.BUCKET + "&" + view);
    console.button(opener).click();
    assertThat(console.dialog()).isVisible();
    Accessibility.assertNothingBroken(console);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Settings", "Break the hold of holder"})
  void dialogsOfALockBreakNoRule(String opener, ConsolePage console) {
    console.signIn(console.adminKey());
    Accessibility.fillLocks(console);
    console.open("/console/locks.html?lock=" + Accessibility.BUCKET);
    console.button(opener).click();
    assertThat(console.dialog()).isVisible();
    Accessibility.assertNothingBroken(console);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Settings",
    "'', Purge",
    "view=messages, Send a message",
    "view=messages&state=dead, Redrive all",
  })
  void dialogsOfAQueueBreakNoRule(String view, String opener, ConsolePage console) {
    console.signIn(console.adminKey());
    Accessibility.fillQueues(console);
    console.open("/console/queues.html?queue=" + Accessibility.BUCKET + "&" + view);
    console.button(opener).click();
    assertThat(console.dialog()).isVisible();
    Accessibility.assertNothingBroken(console);
  }
}
