package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who does not read is told, and cut off. */
class KvSlowWatcherIT {
  private final KvBucketApi bucket = KvBucketApi.unique("slow");
  private final Api api = bucket.api;

  @Test
  void whoDoesNotReadIsCutOffWhileOthersGoOn() throws IOException {
    bucket.put("first", "x");
    byte[] value = new byte[400_000];
    new Random(1).nextBytes(value);
    int changes = 60;
    try (Socket slow = watch("/watch?from=1");
        KvWatch fast = KvWatch.open(api, bucket.name, "?from=1&values=false")) {
      for (int i = 0; i < changes; i++) {
        api.put(bucket.key("k" + i), value).expect(201);
      }
      fast.changes(changes);

      slow.setSoTimeout(30_000);
      String all = new String(slow.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(all.split("event: overrun\n", -1)).hasSize(2);
      String before = all.substring(0, all.indexOf("event: overrun"));
      assertThat(before).contains("event: put");
      int told = before.split("event: put\n", -1).length - 1;
      assertThat(told).isBetween(1, changes - 1);
      for (int i = 1; i <= told; i++) {
        assertThat(before).contains("\nid: " + (i + 1) + "\n");
      }
      assertThat(fast.hasEnded()).isFalse();
      try (KvWatch again =
          KvWatch.open(api, bucket.name, "?values=false", "Last-Event-ID", "" + (told + 1))) {
        again.changes(changes - told);
        assertThat(again.shown().get(0)).startsWith((told + 2) + " put");
      }
    }
  }

  /** What is in the past can wait for him, so it does. */
  @Test
  void whoBeginsInThePastMayReadSlowly() throws IOException {
    byte[] value = new byte[700_000];
    new Random(2).nextBytes(value);
    int changes = 30;
    for (int i = 0; i < changes; i++) {
      api.put(bucket.key("k" + i), value).expect(201);
    }
    try (Socket slow = watch("/watch?from=0");
        KvWatch fast = KvWatch.open(api, bucket.name, "?from=0&values=false")) {
      fast.changes(changes);
      bucket.put("end", "x");
      fast.changes(changes + 1);

      slow.setSoTimeout(20_000);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), ISO_8859_1));
      List<String> ids = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(line).doesNotContain("overrun");
        if (line.startsWith("id: ") && !ids.contains(line)) {
          ids.add(line);
        }
        if (line.equals("id: " + (changes + 1))) {
          break;
        }
      }
      assertThat(ids).last().isEqualTo("id: " + (changes + 1));
      assertThat(ids).filteredOn(id -> !id.equals("id: 0")).hasSize(changes + 1);
    }
  }

  /** A connection that takes little, and whose head was read. */
  private Socket watch(String path) throws IOException {
    AshlarServer server = AshlarServer.shared();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8_192);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket
        .getOutputStream()
        .write(
            ("GET "
                    + bucket.path(path)
                    + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + server.adminKey()
                    + "\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    assertThat(head).startsWith("HTTP/1.1 200");
    return socket;
  }
}
