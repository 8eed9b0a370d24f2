package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.database.DatabaseProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedPostgresTest {

  @TempDir Path root;
  private DataDirectory directory;
  private final List<EmbeddedPostgres> started = new ArrayList<>();

  @BeforeEach
  void prepareDirectory() throws IOException {
    directory = new DataDirectory(root.toRealPath());
    Files.createDirectories(directory.logs());
  }

  @AfterEach
  void stopAll() {
    started.forEach(EmbeddedPostgres::stop);
  }

  @Test
  void keepsDataPasswordAndPortOverARestart() throws SQLException, IOException {
    EmbeddedPostgres first = start();
    execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    first.stop();
    assertThat(first.server()).isEmpty();
    EmbeddedPostgres second = start();
    assertThat(answer(second)).isEqualTo(42);
    assertThat(second.port()).isEqualTo(first.port());
    assertThat(second.password()).isEqualTo(first.password()).hasSize(48);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.postgresPassword())))
        .isEqualTo("rw-------");
  }

  @Test
  void isDurableAndWantsAPassword() throws SQLException {
    EmbeddedPostgres postgres = start();
    for (String setting : List.of("fsync", "full_page_writes", "data_checksums")) {
      assertThat(show(postgres, setting)).as(setting).isEqualTo("on");
    }
    assertThat(show(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(show(postgres, "server_encoding")).isEqualTo("UTF8");
    assertThat(DatabaseProbe.problem(postgres.url(), "ashlar", "wrong", Duration.ofSeconds(5)))
        .hasValueSatisfying(line -> assertThat(line).contains("password wrong"));
  }

  @Test
  void recoversFromBeingKilled() throws SQLException {
    EmbeddedPostgres first = start();
    execute(first, "CREATE TABLE kept AS SELECT 43 AS answer");
    kill(first);
    assertThat(answer(start())).isEqualTo(43);
  }

  @Test
  void takesOverFromAServerWhoseLauncherIsGone() throws SQLException {
    EmbeddedPostgres orphan = start();
    execute(orphan, "CREATE TABLE kept AS SELECT 44 AS answer");
    ProcessHandle former = orphan.server().orElseThrow();
    EmbeddedPostgres heir = start();
    assertThat(former.isAlive()).isFalse();
    assertThat(answer(heir)).isEqualTo(44);
  }

  @Test
  void recoversFromAPidFileThatNamesAStranger() throws SQLException, IOException {
    EmbeddedPostgres first = start();
    execute(first, "CREATE TABLE kept AS SELECT 45 AS answer");
    Path file = directory.postgres().resolve("postmaster.pid");
    String content = Files.readString(file);
    kill(first);
    Files.writeString(
        file, content.replaceFirst("^\\d+", Long.toString(ProcessHandle.current().pid())));
    assertThat(answer(start())).isEqualTo(45);
  }

  @Test
  void anInterruptedInitializationIsThrownAway() throws SQLException, IOException {
    Path unfinished = Files.createDirectories(directory.root().resolve("postgres.unfinished"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
    EmbeddedPostgres postgres = start();
    assertThat(show(postgres, "server_version_num")).startsWith("18");
    assertThat(unfinished).doesNotExist();
  }

  private EmbeddedPostgres start() {
    EmbeddedPostgres postgres = new EmbeddedPostgres(UnpackedPostgres.home(), directory);
    started.add(postgres);
    postgres.prepare();
    postgres.start();
    return postgres;
  }

  private static void kill(EmbeddedPostgres postgres) {
    ProcessHandle server = postgres.server().orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int answer(EmbeddedPostgres postgres) throws SQLException {
    return Integer.parseInt(query(postgres, "SELECT answer FROM kept"));
  }

  private static String show(EmbeddedPostgres postgres, String setting) throws SQLException {
    return query(postgres, "SHOW " + setting);
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return Optional.ofNullable(rows.getString(1)).orElseThrow();
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.url(), EmbeddedPostgres.USER, postgres.password());
  }
}
