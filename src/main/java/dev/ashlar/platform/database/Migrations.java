package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** Brings the schema up to date and holds it against the entities. */
@ApplicationScoped
class Migrations {
  @Inject DatabaseAddress address;
  @PersistenceUnit EntityManagerFactory entityManagerFactory;

  /** Applies what is missing; several nodes may do so at once, Flyway lets one go first. */
  void run() {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(address.url(), address.user(), address.password())
        .locations("classpath:db/migration")
        .defaultSchema("ashlar_platform")
        .load()
        .migrate();
    entityManagerFactory.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
  }
}
