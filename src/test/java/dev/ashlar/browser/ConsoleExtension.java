package dev.ashlar.browser;

import dev.ashlar.it.AshlarServer;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a console page and fails it on what the browser's console calls an error. */
final class ConsoleExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace STORE = Namespace.create(ConsoleExtension.class);
  private static final String MISSING =
      "No Chromium found: install it, or name it in ASHLAR_CHROMIUM, to run the browser journeys.";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ConsolePage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Chromium chromium =
        context
            .getRoot()
            .getStore(STORE)
            .getOrComputeIfAbsent(
                Chromium.class, key -> new Chromium(executable()), Chromium.class);
    ConsolePage page = new ConsolePage(chromium.browser(), AshlarServer.shared());
    context.getStore(STORE).put(ConsolePage.class, page);
    return page;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ConsolePage page = context.getStore(STORE).get(ConsolePage.class, ConsolePage.class);
    if (page != null && context.getExecutionException().isEmpty()) {
      page.errors().assertNone();
    }
  }

  private static Path executable() {
    return Chromium.executable().orElseGet(ConsoleExtension::missing);
  }

  private static Path missing() {
    if (System.getenv("CI") != null) {
      return Assertions.fail(MISSING);
    }
    return Objects.requireNonNull(Assumptions.abort(MISSING));
  }
}
