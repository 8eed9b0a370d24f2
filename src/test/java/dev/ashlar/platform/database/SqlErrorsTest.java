package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlErrorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300"})
  void aDatabaseThatIsAwayIsUnavailable(String state) {
    SQLException sql = new SQLException("gone", state);

    assertThat(SqlErrors.translate(wrapped(sql))).isInstanceOf(UnavailableException.class);
    assertThat(SqlErrors.outcomeUnknown(sql)).isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "22P02", "40001", "57014"})
  void aStatementThatIsRefusedIsNot(String state) {
    SQLException sql = new SQLException("no", state);

    assertThat(SqlErrors.translate(wrapped(sql))).isInstanceOf(DatabaseException.class);
    assertThat(SqlErrors.outcomeUnknown(sql)).isInstanceOf(DatabaseException.class);
  }

  @Test
  void theDriversOwnErrorCountsNotThatOfThePool() {
    SQLException pool = new SQLException("Connection could not be allocated");
    pool.initCause(new SQLException("duplicate key", "23505"));

    assertThat(SqlErrors.translate(wrapped(pool))).isInstanceOf(DatabaseException.class);
  }

  @Test
  void aPoolThatGetsNoConnectionIsUnavailable() {
    assertThat(SqlErrors.translate(wrapped(new SQLException("no connection"))))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void whatIsNotOfTheDatabaseStaysAsItIs() {
    IllegalArgumentException error = new IllegalArgumentException("mine");

    assertThat(SqlErrors.translate(error)).isSameAs(error);
  }

  @Test
  void aCommitThatFailedWithoutAWordFromTheDatabaseIsUnknown() {
    assertThat(SqlErrors.outcomeUnknown(new IllegalStateException("?")))
        .isInstanceOf(UnavailableException.class);
  }

  private static RuntimeException wrapped(SQLException e) {
    return new IllegalStateException(new IllegalStateException(e));
  }
}
