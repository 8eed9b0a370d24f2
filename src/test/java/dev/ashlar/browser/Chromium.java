package dev.ashlar.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The one browser that all journeys share; every page in it has a profile of its own. */
final class Chromium implements AutoCloseable {
  private static final List<String> USUAL_PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  /** What keeps the browser from talking to anybody but the server under test. */
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** A cold server on a busy machine takes its time. */
  private static final double ASSERTION_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  Chromium(Path executable) {
    PlaywrightAssertions.setDefaultAssertionTimeout(ASSERTION_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS));
  }

  /**
   * The browser's program: what {@code ASHLAR_CHROMIUM} names, else what stands where it usually
   * does.
   */
  static Optional<Path> executable() {
    return Stream.concat(Stream.ofNullable(System.getenv("ASHLAR_CHROMIUM")), USUAL_PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
