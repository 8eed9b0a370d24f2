package dev.ashlar.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** The compiled classes of Ashlar itself, without its tests; read once. */
final class Production {
  static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

  private Production() {}
}
