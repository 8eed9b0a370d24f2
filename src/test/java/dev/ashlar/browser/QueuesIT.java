package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class QueuesIT {
  private static final String STANDARD = "{'type':'standard'}";

  private final String name = "browser-" + UUID.randomUUID();

  @Test
  void aQueueIsMadeSetUpPurgedAndDeleted(ConsolePage console) {
    open(console, "");
    console.button("New queue").click();
    console.field("Name").fill(name);
    console.field("Dead after deliveries").fill("3");
    console.field("Kept for").fill("soon");
    console.errors().expect(400, name);
    console.dialogButton("Save").click();
    assertThat(console.dialog().locator(".notice.bad")).containsText("retention");
    assertThat(console.field("Kept for")).hasAttribute("aria-invalid", "true");
    console.field("Kept for").fill("1d");
    console.dialogButton("Save").click();
    assertThat(console.heading(name)).isVisible();
    assertThat(console.page().locator(".facts")).containsText("Dead after3 deliveries");

    console.button("Settings").click();
    assertThat(console.field("Type")).isDisabled();
    console.field("Hidden after a receive for").fill("90s");
    console.dialogButton("Save").click();
    assertThat(console.page().locator(".facts")).containsText("Hidden after a receive90s");
    assertThat(console.page().locator(".facts")).containsText("Dead after3 deliveries");

    new QueueClients(console).send(name, "{'body':'one'}");
    console.button("Purge").click();
    confirm(console, "Purge");
    assertThat(console.page().locator(".announcement")).containsText("1 message of");
    assertThat(figure(console, "Ready")).hasText("0");
    console.errors().expect(404, name); // it may be asked for once more
    console.button("Delete").click();
    confirm(console, "Delete");
    assertThat(console.heading("Queues")).isVisible();
    assertThat(console.row(name)).hasCount(0);
  }

  @Test
  void aMessageIsSentFilteredAndLookedAt(ConsolePage console) {
    QueueClients clients = new QueueClients(console);
    clients.make(name, STANDARD);
    clients.send(name, "{'body':'another','group':'b'}");
    open(console, "?view=messages&queue=" + name);
    console.button("Send a message").click();
    console.field("Body").fill("{\"id\":7}");
    console.field("Headers (optional)").fill("kind");
    assertThat(console.dialogButton("Send")).isDisabled();
    console.field("Headers (optional)").fill("kind: order");
    console.field("Group (optional)").fill("a");
    console.dialogButton("Send").click();
    assertThat(heads(console)).hasCount(2);

    console.field("Header, as name:value").fill("kind:order");
    console.button("Show").click();
    assertThat(heads(console)).hasCount(1);
    assertThat(console.page()).hasURL(Pattern.compile("header=kind%3Aorder$"));
    heads(console).locator("a").click();
    assertThat(console.page().locator(".facts")).containsText("Groupa");
    assertThat(console.row("kind")).containsText("order");
    assertThat(console.page().locator(".value .json")).containsText("\"id\": 7");
    assertThat(clients.receive(name)).hasSize(2);
    assertThat(console.page().locator(".facts")).containsText("Statein flight");
  }

  @Test
  void figuresAndChartsChangeWithoutReload(ConsolePage console) {
    QueueClients clients = new QueueClients(console);
    clients.make(name, STANDARD);
    open(console, "");
    Locator ready = console.row(name).locator("td").nth(2);
    assertThat(ready).hasText("0");
    clients.send(name, "{'messages':[{'body':'one'},{'body':'two'}]}");
    assertThat(ready).hasText("2");
    assertThat(console.row(name).locator(".spark")).hasAttribute("aria-label", "from 0 to 2 ready");
    console.link(name).click();
    assertThat(figure(console, "Ready")).hasText("2");
    clients.receive(name);
    assertThat(figure(console, "In flight")).hasText("2");
    assertThat(console.page().locator("line-chart").last()).containsText("in flight: 2");
  }

  @Test
  void aDeadLetterTellsHowItDiedAndIsEditedAndRedriven(ConsolePage console) {
    QueueClients clients = new QueueClients(console);
    lettersDie(clients, "{'body':'broken','headers':{'a':'b'}}");
    open(console, "?view=messages&queue=" + name + "-dead");
    assertThat(heads(console)).hasCount(1);
    assertThat(messages(console)).containsText("max-receives, from " + name);
    assertThat(messages(console)).containsText("no such customer");
    heads(console).locator("a").click();
    assertThat(console.heading("How it died")).isVisible();
    assertThat(console.page().locator("main pre").first()).hasText("no such customer");

    console.button("Edit and redrive").click();
    assertThat(console.field("Headers (optional)")).hasValue("a: b");
    console.field("Body").fill("mended");
    console.dialogButton("Redrive").click();
    assertThat(figure(console, "State")).hasText("done");
    assertThat(figure(console, "Moved")).containsText("1 of 1");
    JsonNode message = clients.receive(name).path(0);
    assertThat(message.path("body").asText()).isEqualTo("mended");
    assertThat(message.path("headers").path("a").asText()).isEqualTo("b");
  }

  @Test
  void lettersThatPassAFilterAreRedrivenAndThatIsCancelled(ConsolePage console) {
    QueueClients clients = new QueueClients(console);
    String many = "{'body':'1','group':'x'},".repeat(20);
    lettersDie(clients, "{'messages':[" + many + "{'body':'2','group':'y'}]}");
    open(console, "?view=messages&queue=" + name + "-dead");
    console.button("Redrive all").click();
    console.field("Messages per second (optional)").fill("1");
    console.dialogButton("Redrive").click();
    assertThat(figure(console, "State")).hasText("running");
    console.button("Cancel the redrive").click();
    assertThat(figure(console, "State")).hasText("cancelled");
    int left = clients.detail(name + "-dead").path("ready").asInt();
    assertThat(left).isPositive();

    console.open("/console/queues.html?view=messages&queue=" + name + "-dead&group=y");
    console.button("Redrive all that pass").click();
    assertThat(console.dialog()).containsText("Group: y");
    console.dialogButton("Redrive").click();
    assertThat(figure(console, "State")).hasText("done");
    assertThat(clients.detail(name + "-dead").path("ready").asInt()).isEqualTo(left - 1);
    console.link(name + "-dead").click();
    assertThat(console.page().locator("main")).containsText("Redrives");
    assertThat(console.page().getByText("cancelled")).isVisible();
  }

  @Test
  void whoHoldsASnapshotOpenIsNamed(ConsolePage console) throws SQLException {
    console.page().route("**/snapshot-pins", QueuesIT::ofAnyAge);
    open(console, "");
    Locator banner =
        console.page().locator(".notice.warn", new Page.LocatorOptions().setHasText(name));
    assertThat(banner).hasCount(0);
    try (Connection holder = console.database();
        Statement statement = holder.createStatement()) {
      statement.execute("SET application_name = '" + name + "'");
      statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      statement.execute("SELECT 1");
      assertThat(banner).containsText("idle in transaction");
      assertThat(banner).containsText("SELECT pg_terminate_backend(");
      Accessibility.assertNothingBroken(console);
    }
    assertThat(banner).hasCount(0);
  }

  @Test
  void whoIsNoAdminMayLookAndSend(ConsolePage console) {
    new QueueClients(console).make(name, STANDARD);
    console.signIn(console.newKey(name, "write"));
    console.open("/console/queues.html");
    assertThat(console.button("New queue")).isDisabled();
    console.open("/console/queues.html?queue=" + name);
    assertThat(console.page().locator("main")).containsText("this takes the role “admin”");
    assertThat(console.button("Send a message")).isEnabled();
    for (String change : new String[] {"Settings", "Purge", "Delete"}) {
      assertThat(console.button(change)).isDisabled();
    }
  }

  /** Sends messages, which die at the first delivery. */
  private void lettersDie(QueueClients clients, String messages) {
    clients.make(name + "-dead", STANDARD);
    clients.make(name, "{'maxReceives':1,'deadLetterQueue':'" + name + "-dead'}");
    clients.send(name, messages);
    clients.reject(name, "no such customer");
  }

  private static void open(ConsolePage console, String query) {
    console.signIn(console.adminKey());
    console.open("/console/queues.html" + query);
    assertThat(console.page().locator(".refresh [role=status]")).hasText("Live.");
  }

  private void confirm(ConsolePage console, String action) {
    console.field("Type the name of the queue").fill(name + "x");
    assertThat(console.dialogButton(action)).isDisabled();
    console.field("Type the name of the queue").fill(name);
    console.dialogButton(action).click();
  }

  /** One of the large figures. */
  private static Locator figure(ConsolePage console, String figure) {
    Locator term =
        console.page().locator("dt", new Page.LocatorOptions().setHasText(exactly(figure)));
    return console
        .page()
        .locator(".figures > div")
        .filter(new Locator.FilterOptions().setHas(term))
        .locator("dd");
  }

  private static Pattern exactly(String text) {
    return Pattern.compile("^" + text + "$");
  }

  private static Locator messages(ConsolePage console) {
    return console
        .page()
        .getByRole(
            AriaRole.REGION,
            new Page.GetByRoleOptions().setName(Pattern.compile("^Messages that are")));
  }

  private static Locator heads(ConsolePage console) {
    return messages(console).locator("tbody th");
  }

  private static void ofAnyAge(Route route) {
    route.resume(new Route.ResumeOptions().setUrl(route.request().url() + "?older-than=0s"));
  }
}
