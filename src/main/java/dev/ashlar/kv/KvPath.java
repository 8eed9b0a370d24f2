package dev.ashlar.kv;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The path of a key: {@code /api/v1/kv/{bucket}/keys/{key}}.
 *
 * @param bucket its name, not checked yet
 * @param key the key, still percent-encoded until {@link #checked}
 */
record KvPath(String bucket, String key) {
  static final String PREFIX = "/api/v1/kv/";
  static final String INCREMENT = "/increment";
  static final String RESTORE = "/restore";
  private static final String KEYS = "/keys/";

  /** The path of a request, null when it is another one. */
  static @Nullable KvPath of(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int start = request.getContextPath().length();
    if (!uri.startsWith(PREFIX, start)) {
      return null;
    }
    int bucket = start + PREFIX.length();
    int end = uri.indexOf('/', bucket);
    boolean hasKey = end > bucket && uri.startsWith(KEYS, end);
    return hasKey
        ? new KvPath(uri.substring(bucket, end), uri.substring(end + KEYS.length()))
        : null;
  }

  /** The same decoded; fails when bucket or key break their rules. */
  KvPath checked() {
    String name = bucket.indexOf('%') < 0 ? bucket : KvKeys.ofPath(bucket);
    KvKeys.checkBucket(name);
    return new KvPath(name, KvKeys.ofPath(key));
  }

  /** The same without the call that follows the key. */
  KvPath without(String call) {
    return new KvPath(bucket, key.substring(0, key.length() - call.length()));
  }
}
