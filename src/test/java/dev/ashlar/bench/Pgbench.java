package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The floor under the data: PostgreSQL alone, one statement for one key in each transaction. */
final class Pgbench implements AutoCloseable {
  private static final Pattern TPS = Pattern.compile("(?m)^tps = ([0-9.]+)");
  private static final String KEY = "\\set key random(0, " + (KvBench.KEYS - 1) + ")\n";
  private static final String PUT =
      KEY
          + "INSERT INTO entry VALUES ('key-' || :key, 1, now(), repeat('v', "
          + KvBench.VALUE_BYTES
          + ")) ON CONFLICT (key) DO UPDATE SET revision = entry.revision + 1,"
          + " updated_at = excluded.updated_at, value = excluded.value RETURNING revision;\n";
  private static final String GET =
      KEY + "SELECT revision, updated_at, value FROM entry WHERE key = 'key-' || :key;\n";

  private static final String SEND =
      "INSERT INTO message (sent_at, body) VALUES (now(), repeat('v', "
          + KvBench.VALUE_BYTES
          + ")) RETURNING id;\n";

  private final EmbeddedPostgres postgres;
  private final Path directory = AshlarServer.temporaryDirectory();

  Pgbench() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE entry (key text PRIMARY KEY, revision bigint, updated_at timestamptz,"
              + " value text)");
      statement.execute(
          "CREATE TABLE message (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " sent_at timestamptz NOT NULL, body text NOT NULL)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  double puts(int connections, Duration time) throws IOException, InterruptedException {
    return run(PUT, connections, time);
  }

  double gets(int connections, Duration time) throws IOException, InterruptedException {
    return run(GET, connections, time);
  }

  double sends(int connections, Duration time) throws IOException, InterruptedException {
    return run(SEND, connections, time);
  }

  private double run(String script, int connections, Duration time)
      throws IOException, InterruptedException {
    Path file = directory.resolve("script.sql");
    Files.writeString(file, script);
    Process process =
        new ProcessBuilder(
                List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--file=" + file,
                    "--client=" + connections,
                    "--jobs=2",
                    "--time=" + time.toSeconds(),
                    "--host=127.0.0.1",
                    "--port=" + postgres.getPort(),
                    "--username=postgres",
                    "postgres"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher tps = TPS.matcher(output);
    if (process.waitFor() != 0 || !tps.find()) {
      throw new IllegalStateException("pgbench: " + output);
    }
    return Double.parseDouble(tps.group(1));
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
