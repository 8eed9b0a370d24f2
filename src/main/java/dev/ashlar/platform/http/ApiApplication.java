package dev.ashlar.platform.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The JAX-RS application: all resources of the WAR below {@code /api/v1}. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Ashlar",
            version = "1",
            description =
                "The building blocks of a distributed backend on PostgreSQL. Errors are"
                    + " application/problem+json (RFC 9457) with a stable `code`. Every operation"
                    + " can also answer 401 unauthenticated, 403 forbidden, 500 internal, 503"
                    + " overloaded or unavailable."),
    security = @SecurityRequirement(name = "key"))
@SecurityScheme(
    securitySchemeName = "key",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "An API key: Authorization: Bearer <key>")
public class ApiApplication extends Application {
  /** Jersey's own providers would compete with ours, and cost start-up time. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl", true,
        "jersey.config.beanValidation.disable.server", true,
        "jersey.config.server.response.setStatusOverSendError", false);
  }
}
