package dev.ashlar.platform.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller needs for the operations of a resource: the one on the method counts, else the one
 * on the class. Without it, and for what it leaves open, GET and HEAD need the role read, and all
 * else write.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Access {
  /** The role needed, when it is not the one of the HTTP method. */
  Role[] role() default {};

  /** The block that the caller's scopes must reach. */
  String block() default "";

  /** The path parameter that names the thing in the block. */
  String name() default "";
}
