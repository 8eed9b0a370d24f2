package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  @Test
  void theyApplyToAnEmptyDatabaseAndThenThereIsNothingLeftToDo() {
    TestPostgres database = TestPostgres.empty();

    assertThat(database.migrate()).isPositive();
    assertThat(database.migrate()).isZero();
    assertThat(database.number("SELECT count(*) FROM ashlar_kv.entry")).isZero();
    assertThat(database.number("SELECT count(*) FROM ashlar_platform.node")).isZero();
  }

  @Test
  void severalNodesMayApplyThemAtOnce() {
    TestPostgres database = TestPostgres.empty();

    int applied =
        Stream.generate(() -> CompletableFuture.supplyAsync(database::migrate))
            .limit(4)
            .toList()
            .stream()
            .mapToInt(CompletableFuture::join)
            .sum();

    assertThat(applied)
        .isEqualTo(
            (int)
                database.number(
                    "SELECT count(*) FROM ashlar_platform.flyway_schema_history"
                        + " WHERE success AND type = 'SQL'"));
  }

  /** What churns must be able to be updated in place: no index on it, room on the page. */
  @Test
  void columnsThatChurnHaveNoIndex() {
    TestPostgres database = TestPostgres.migrated();

    assertThat(
            database.number(
                """
                SELECT count(*) FROM pg_index i
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                JOIN pg_class c ON c.oid = i.indrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname LIKE 'ashlar%'
                    -- What is only added to does not churn, nor does what an index leaves out.
                    AND c.relname NOT LIKE 'change%' AND i.indpred IS NULL
                    AND a.attname IN ('last_seen_at', 'last_used_at', 'expires_at', 'revision')
                """))
        .isZero();
  }
}
