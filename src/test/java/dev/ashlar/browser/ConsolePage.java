package dev.ashlar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.ashlar.it.AshlarServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;

/** A browser page on the console, with words for what journeys do again and again. */
final class ConsolePage implements AutoCloseable {
  private final AshlarServer server;
  private final BrowserContext context;
  private final Page page;
  private final ConsoleErrors errors;

  ConsolePage(Browser browser, AshlarServer server) {
    this.server = server;
    context = browser.newContext(new Browser.NewContextOptions().setAcceptDownloads(true));
    context.addInitScript(ConsoleErrors.REPORT_VIOLATIONS);
    page = context.newPage();
    errors = new ConsoleErrors(page);
  }

  Page page() {
    return page;
  }

  ConsoleErrors errors() {
    return errors;
  }

  String adminKey() {
    return server.adminKey();
  }

  URI address(String path) {
    return server.baseUri().resolve(path);
  }

  void theme(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  void open(String path) {
    page.navigate(address(path).toString());
  }

  /** Signs in without the form, which has a journey of its own. */
  void signIn(String key) {
    APIResponse answer =
        context
            .request()
            .post(
                address("/api/v1/console/session").toString(),
                RequestOptions.create()
                    .setHeader("Origin", origin())
                    .setHeader("Content-Type", "application/json")
                    .setData("{\"key\":\"" + key + "\"}"));
    assertThat(answer).isOK();
  }

  /** Stores a key through the API, as somebody else would. */
  void put(String bucket, String key, String value) {
    call("PUT", "/api/v1/kv/" + bucket + "/keys/" + key, "text/plain", value);
  }

  /** Deletes a key through the API, as somebody else would. */
  void delete(String bucket, String key) {
    call("DELETE", "/api/v1/kv/" + bucket + "/keys/" + key, "text/plain", "");
  }

  /** Sets a bucket up through the API, as somebody else would. */
  void configure(String bucket, String settings) {
    call("PUT", "/api/v1/kv/" + bucket + "/config", "application/json", settings);
  }

  /** Makes an API key for all keys, locks and queues; its secret. */
  String newKey(String name, String role) {
    String body =
        "{\"name\":\"%s\",\"role\":\"%s\",\"scopes\":[\"kv:*\",\"lock:*\",\"queue:*\"]}"
            .formatted(name, role);
    String answer = call("POST", "/api/v1/keys", "application/json", body).text();
    return answer.replaceFirst("(?s).*\"key\" *: *\"([^\"]+)\".*", "$1");
  }

  /** Calls the API with the admin key, as somebody else would; it must not be refused. */
  APIResponse call(String method, String path, String type, String body) {
    APIResponse answer =
        context
            .request()
            .fetch(
                address(path).toString(),
                RequestOptions.create()
                    .setMethod(method)
                    .setHeader("Authorization", "Bearer " + adminKey())
                    .setHeader("Origin", origin())
                    .setHeader("Content-Type", type)
                    .setData(body));
    assertThat(answer).isOK();
    return answer;
  }

  Locator button(String name) {
    return named(page.locator("body"), AriaRole.BUTTON, name);
  }

  Locator link(String name) {
    return named(page.locator("body"), AriaRole.LINK, name);
  }

  Locator heading(String name) {
    return named(page.locator("body"), AriaRole.HEADING, name);
  }

  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  /** The dialog in front. */
  Locator dialog() {
    return page.locator("dialog[open]").last();
  }

  Locator dialogButton(String name) {
    return named(dialog(), AriaRole.BUTTON, name);
  }

  /** The row of a table that has this text as its head. */
  Locator row(String head) {
    return page.getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(
                        AriaRole.ROWHEADER,
                        new Page.GetByRoleOptions().setName(head).setExact(true))));
  }

  /** A new connection to the database of the node; the caller closes it. */
  Connection database() throws SQLException {
    return server.connect();
  }

  private static Locator named(Locator within, AriaRole role, String name) {
    return within.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private String origin() {
    return server.baseUri().getScheme() + "://" + server.baseUri().getAuthority();
  }

  @Override
  public void close() {
    context.close();
  }
}
