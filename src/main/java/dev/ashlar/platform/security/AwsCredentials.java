package dev.ashlar.platform.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients of AWS's protocols sign with: an id that names an API key, and a secret that is
 * derived from it, so that none is stored. Thread-safe.
 */
@ApplicationScoped
public class AwsCredentials {
  private static final String PREFIX = "ASHLAR";
  private static final Pattern ACCESS_KEY_ID =
      Pattern.compile(
          PREFIX + "([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})");

  @Inject Keys keys;
  @Inject ServerSecret serverSecret;

  /** Who signs under an id; empty when its key is not valid, or no more. */
  public Optional<Caller> find(String accessKeyId, String address) {
    Matcher matcher = ACCESS_KEY_ID.matcher(accessKeyId);
    return matcher.matches()
        ? keys.find(UUID.fromString(matcher.replaceFirst("$1-$2-$3-$4-$5")), address)
        : Optional.empty();
  }

  /** The secret that belongs to an id. */
  public String secretAccessKey(String accessKeyId) {
    byte[] secret = serverSecret.derive("aws secret access key of " + accessKeyId);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  static String accessKeyId(UUID key) {
    return PREFIX + key.toString().replace("-", "").toUpperCase(Locale.ROOT);
  }
}
