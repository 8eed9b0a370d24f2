package dev.ashlar.platform.idempotency;

import dev.ashlar.platform.security.Caller;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One call with an Idempotency-Key: who calls, under which key, with which request. */
final class IdempotentCall {
  private final Seal seal;
  private final byte[] id;
  private final InputStream body;
  private final MessageDigest request = sha256();

  IdempotentCall(Caller caller, Seal seal, String key, ContainerRequestContext context) {
    this.seal = seal;
    MessageDigest digest = sha256();
    digest.update(caller.secretHash().bytes());
    this.id = digest.digest(key.getBytes(StandardCharsets.US_ASCII));
    // Without the host: the call may be repeated at another node.
    URI uri = context.getUriInfo().getRequestUri();
    request.update(
        (uri.getRawPath() + "?" + uri.getRawQuery() + "\n" + context.getMediaType() + "\n")
            .getBytes(StandardCharsets.UTF_8));
    // The body is digested as it is read, for it may be too long to keep.
    this.body = new Body(context.getEntityStream(), request);
    context.setEntityStream(body);
  }

  byte[] id() {
    return id;
  }

  /** A number for the lock of this call; calls that share one by chance only wait needlessly. */
  long lockId() {
    return ByteBuffer.wrap(id).getLong();
  }

  Seal seal() {
    return seal;
  }

  /** The hash of the whole request; reads what is left of the body. Called once. */
  byte[] fingerprint() throws IOException {
    body.close();
    return request.digest();
  }

  /** A body that is digested to its end even when whoever reads it stops and closes it before. */
  private static final class Body extends DigestInputStream {
    private boolean closed;

    Body(InputStream in, MessageDigest digest) {
      super(in, digest);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        transferTo(OutputStream.nullOutputStream());
        closed = true;
        super.close();
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
