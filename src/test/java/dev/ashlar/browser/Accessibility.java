package dev.ashlar.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/** What axe finds on a page of the console, and something for its pages to show. */
final class Accessibility {
  static final String BUCKET = "browser-accessibility";

  private Accessibility() {}

  /** A lock that is held, and an election that somebody leads. */
  static void fillLocks(ConsolePage console) {
    LockClients clients = new LockClients(console);
    clients.holds(BUCKET, "holder");
    clients.leads(BUCKET, "leader");
  }

  /** A queue with a dead letter, and with one that is ready and has a header. */
  static void fillQueues(ConsolePage console) {
    QueueClients clients = new QueueClients(console);
    clients.make(BUCKET, "{'maxReceives':1}");
    clients.send(BUCKET, "{'body':'broken','dedupId':'dead'}");
    clients.reject(BUCKET, "no such customer");
    clients.send(BUCKET, "{'body':'[1]','headers':{'a':'b'},'group':'c'}");
  }

  /** A key with two changes that can be compared, which expires, in a bucket with a quota. */
  static void fill(ConsolePage console) {
    console.configure(BUCKET, "{\"maxKeys\":10}");
    console.put(BUCKET, "a/1", "{\"a\":[1,{\"b\":null}]}");
    console.put(BUCKET, "a/1?ttl=1h", "{\"a\":[1,{\"b\":2}]}");
  }

  /** No rule is broken by what is shown now; nor, in the dark, the one of contrast. */
  static void assertNothingBroken(ConsolePage console) {
    console.theme(ColorScheme.LIGHT);
    assertNothingFound(new AxeBuilder(console.page()), "light");
    console.theme(ColorScheme.DARK);
    assertNothingFound(new AxeBuilder(console.page()).withRules(List.of("color-contrast")), "dark");
  }

  private static void assertNothingFound(AxeBuilder axe, String theme) {
    assertThat(axe.analyze().getViolations())
        .as(theme)
        .extracting(rule -> rule.getId() + " at " + rule.getNodes().get(0).getTarget())
        .isEmpty();
  }
}
