package dev.ashlar.protocol.sqs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.platform.security.AwsCredentials;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks who has signed a request. Thread-safe. */
@ApplicationScoped
class Signatures {
  private static final String SERVICE = "sqs";
  private static final int MOST_KEYS = 10_000;

  @Inject AwsCredentials credentials;

  private final Clock clock = Clock.systemUTC();
  private final Cache<KeyOf, byte[]> signingKeys =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

  /** What a signing key depends on. */
  private record KeyOf(String accessKeyId, String date, String region) {}

  /**
   * Who says to have signed.
   *
   * @param time when, as it came
   */
  record Signed(Caller caller, SigV4Header header, String time) {}

  /** Who says to have signed the request; not proven before {@link #check}. */
  Signed signer(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      throw SqsError.ACCESS_DENIED.because("Sign the request with credentials of an API key.");
    }
    SigV4Header header = SigV4Header.parse(authorization);
    String time = SigningTime.check(request.getHeader("X-Amz-Date"), header, clock.instant());
    if (!header.service().equals(SERVICE)) {
      throw SqsError.INVALID_SIGNATURE.because(
          "Credential should be scoped to correct service: 'sqs'.");
    }
    requireSigned(request, header);
    return credentials
        .find(header.accessKeyId(), request.getRemoteAddr())
        .map(caller -> new Signed(caller, header, time))
        .orElseThrow(
            () ->
                SqsError.UNRECOGNIZED_CLIENT.because(
                    "The security token included in the request is invalid."));
  }

  /** Fails unless all of the request was signed by that one. */
  void check(Signed signed, HttpServletRequest request, byte[] body) {
    SigV4Header header = signed.header();
    String canonical = canonical(request).text(header, payloadHash(request, body));
    String expected =
        SigV4.signature(signingKey(header), SigV4.stringToSign(signed.time(), header, canonical));
    if (!isEqual(expected, header.signature())) {
      throw SqsError.INVALID_SIGNATURE.because(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service"
              + " documentation for details.");
    }
  }

  /** Else a request could be caught and aimed at something else. */
  private static void requireSigned(HttpServletRequest request, SigV4Header header) {
    List<String> signed = header.signedNames();
    for (String name : List.of("host", "x-amz-date", "x-amz-target", "x-amz-content-sha256")) {
      if (request.getHeader(name) != null && !signed.contains(name)) {
        throw SqsError.INVALID_SIGNATURE.because("The header " + name + " must be signed.");
      }
    }
  }

  private static CanonicalRequest canonical(HttpServletRequest request) {
    return new CanonicalRequest(
        request.getMethod(),
        request.getRequestURI(),
        request.getQueryString(),
        name -> Collections.list(request.getHeaders(name)));
  }

  private static String payloadHash(HttpServletRequest request, byte[] body) {
    String hash = SigV4.sha256(body);
    @Nullable String sent = request.getHeader("X-Amz-Content-Sha256");
    if (sent != null && !isEqual(hash, sent)) {
      throw SqsError.INVALID_SIGNATURE.because(
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return hash;
  }

  private byte[] signingKey(SigV4Header header) {
    return signingKeys.get(
        new KeyOf(header.accessKeyId(), header.date(), header.region()),
        of ->
            SigV4.signingKey(
                credentials.secretAccessKey(of.accessKeyId), of.date, of.region, SERVICE));
  }

  private static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
