package dev.ashlar.console;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Credentials;
import dev.ashlar.platform.security.Role;
import dev.ashlar.platform.security.Sessions;
import dev.ashlar.platform.security.SignInThrottle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in to the console, and out. */
@ApplicationScoped
@Path("console/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Console")
public class SessionResource {
  private static final int LONGEST_KEY = 1_024;

  @Inject Sessions sessions;

  private final SignInThrottle throttle = new SignInThrottle(Clock.systemUTC());

  /** A key to sign in with. */
  public record SignIn(@Nullable String key) {}

  /** Who is signed in. */
  public record Who(String name, Role role, List<String> scopes, @Nullable Instant expiresAt) {
    static Who of(Caller caller) {
      return new Who(caller.name(), caller.role(), caller.scopes(), caller.expiresAt());
    }
  }

  @POST
  @Access(role = Role.NONE)
  @Operation(
      operationId = "signIn",
      summary = "Signs a browser in with a key; the session is in a cookie")
  @APIResponse(responseCode = "200", description = "Who is signed in")
  @APIResponse(responseCode = "401", description = "unauthenticated: the key is not known")
  @APIResponse(responseCode = "429", description = "rate-limited, with Retry-After")
  public Response signIn(SignIn wanted, @Context HttpServletRequest request) {
    String address = request.getRemoteAddr();
    long wait = throttle.secondsToWait(address);
    if (wait > 0) {
      throw new ProblemException(
              429, "rate-limited", "Too many failed sign-ins; try again in " + wait + " s.")
          .retryAfter(wait);
    }
    String key = wanted.key();
    if (key == null || key.isEmpty() || key.length() > LONGEST_KEY) {
      throw ProblemException.invalid("key", "must be a key");
    }
    Sessions.SignedIn signedIn =
        sessions.signIn(key.trim(), address).orElseThrow(() -> refused(address));
    throttle.succeeded(address);
    return Response.ok(Who.of(signedIn.caller()))
        .cookie(cookie(signedIn.token(), (int) sessions.duration().toSeconds(), request))
        .build();
  }

  @GET
  @Operation(operationId = "whoAmI", summary = "Says who is signed in, or whose key this is")
  @APIResponse(responseCode = "200", description = "Name, role, scopes and end of the session")
  public Who who(@Context HttpServletRequest request) {
    return Who.of(Caller.of(request));
  }

  @DELETE
  @Access(role = Role.READ)
  @Operation(operationId = "signOut", summary = "Signs the browser out")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response signOut(@Context HttpServletRequest request) {
    sessions.signOut(Caller.of(request));
    return Response.noContent().cookie(cookie("", 0, request)).build();
  }

  private ProblemException refused(String address) {
    throttle.failed(address);
    return new ProblemException(401, "unauthenticated", "This key is not known.");
  }

  private static NewCookie cookie(String token, int maxAgeSeconds, HttpServletRequest request) {
    return new NewCookie.Builder(Credentials.COOKIE)
        .value(token)
        .path("/")
        .maxAge(maxAgeSeconds)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
