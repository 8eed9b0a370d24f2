package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ConsoleExtension.class)
class LocksIT {
  private final String name = "browser-" + UUID.randomUUID();

  @Test
  void theListSaysWhoHoldsForHowLongAndHowManyWait(ConsolePage console) {
    LockClients clients = new LockClients(console);
    clients.holds(name + "-a", "holder");
    clients.holds(name + "-b", "other");
    open(console, "");
    console.field("Locks beginning with").fill(name + "-a");
    console.button("Show").click();
    assertThat(console.page()).hasURL(Pattern.compile("prefix=" + name + "-a$"));
    assertThat(console.row(name + "-b")).hasCount(0);
    Locator row = console.row(name + "-a");
    assertThat(row).containsText("holder");
    assertThat(row.locator("count-down")).hasText(Pattern.compile("in (10|9) min \\d+ s"));

    CompletableFuture<HttpResponse<String>> waiter = clients.waitsFor(name + "-a", "waiter");
    assertThat(row.locator("strong")).hasText("1");
    assertThat(waiter).isNotDone();
    console.page().reload();
    assertThat(row).containsText("holder");
    assertThat(console.row(name + "-b")).hasCount(0);
  }

  @Test
  void aHolderIsBrokenWithAReasonAndTheNextInTurnHolds(ConsolePage console) {
    LockClients clients = new LockClients(console);
    clients.holds(name, "first");
    open(console, "?lock=" + name);
    CompletableFuture<HttpResponse<String>> second = clients.waitsFor(name, "second");
    assertThat(heads(console, "Waiting, the next one first")).hasText("second");
    CompletableFuture<HttpResponse<String>> third = clients.waitsFor(name, "third");
    assertThat(heads(console, "Waiting, the next one first"))
        .hasText(new String[] {"second", "third"});

    console.button("Break the hold of first").click();
    assertThat(console.dialogButton("Break")).isDisabled();
    console.field("Reason").fill("it hangs");
    console.dialogButton("Break").click();
    assertThat(heads(console, "Holders")).hasText("second");
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(third).isNotDone();
    assertThat(table(console, "Holds, newest first")).containsText("broken it hangs");
    assertThat(console.page().locator("hold-timeline g .bar-broken")).hasCount(1);
  }

  @Test
  void aHolderThatIsGoneMeanwhileIsSaidToBe(ConsolePage console) {
    new LockClients(console).holds(name, "first");
    open(console, "?lock=" + name);
    console.page().route("**/holders/*", LocksIT::gone);
    console.errors().expect(404, "reason=late");
    console.button("Break the hold of first").click();
    console.field("Reason").fill("late");
    console.dialogButton("Break").click();
    assertThat(console.dialog().locator(".notice.bad")).containsText("lease-not-found");
  }

  @Test
  void aLockIsSetUpBeforeItIsUsed(ConsolePage console) {
    open(console, "?prefix=" + name);
    console.link("Open " + name).click();
    console.button("Settings").click();
    console.field("Permits").fill("3");
    console.field("Delay after a lost holder").fill("soon");
    console.errors().expect(400, "/config");
    console.dialogButton("Save").click();
    assertThat(console.dialog().locator(".notice.bad")).containsText("delay");
    console.field("Delay after a lost holder").fill("5s");
    console.dialogButton("Save").click();
    assertThat(console.page().locator(".facts")).containsText("Permits3");
    assertThat(console.page().locator(".facts")).containsText("Delay5s");
  }

  @Test
  void whoIsNoAdminMayLookOnly(ConsolePage console) {
    new LockClients(console).holds(name, "holder");
    console.signIn(console.newKey(name, "write"));
    console.open("/console/locks.html?lock=" + name);
    assertThat(heads(console, "Holders")).hasText("holder");
    assertThat(console.page().locator("main")).containsText("this takes the role “admin”");
    assertThat(console.button("Settings")).isDisabled();
    assertThat(console.button("Break the hold of holder")).hasCount(0);
  }

  @Test
  void aNewLeaderShowsWithoutBeingAskedFor(ConsolePage console) {
    LockClients clients = new LockClients(console);
    clients.leads(name, "first");
    CompletableFuture<HttpResponse<String>> second = clients.wantsToLead(name, "second");
    open(console, "?view=elections&prefix=" + name);
    assertThat(console.row(name)).containsText("at first");
    console.link(name).click();
    Locator facts = console.page().locator(".facts");
    assertThat(facts).containsText("Leaderfirst");
    assertThat(heads(console, "Candidates, the next leader first")).hasText("second");

    String before = clients.election(name);
    console.page().route("**/elections/" + name, route -> answer(route, before));
    clients.resigns(name, "first");
    assertThat(facts).containsText("Leadersecond");
    assertThat(second.join().statusCode()).isEqualTo(200);
    console.page().unroute("**/elections/" + name);
    assertThat(heads(console, "Leaders, newest first")).hasText("first");
    assertThat(heads(console, "Candidates, the next leader first")).hasCount(0);
  }

  private static void open(ConsolePage console, String query) {
    console.signIn(console.adminKey());
    console.open("/console/locks.html" + query);
    assertThat(console.page().locator(".refresh [role=status]")).hasText("Live.");
  }

  private static void answer(Route route, String body) {
    route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body));
  }

  private static void gone(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(404)
            .setContentType("application/problem+json")
            .setBody("{\"title\":\"Not found\",\"status\":404,\"code\":\"lease-not-found\"}"));
  }

  private static Locator table(ConsolePage console, String caption) {
    Page.GetByRoleOptions exactly = new Page.GetByRoleOptions().setName(caption).setExact(true);
    return console.page().getByRole(AriaRole.REGION, exactly);
  }

  /** Who stands in the rows of a table, in their order. */
  private static Locator heads(ConsolePage console, String caption) {
    return table(console, caption).locator("tbody th");
  }
}
