package dev.ashlar.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Which types may be public. */
final class PublicTypes {
  /** What other packages call, and what no container asks for. Each new name here is a decision. */
  private static final Set<String> FRONTS =
      Set.of(
          "kv.Kv",
          "launcher.Main",
          "launcher.Launcher",
          "launcher.Server",
          "lock.HeldLock",
          "lock.Locks",
          "platform.cluster.Cluster",
          "platform.config.DurationConverter",
          "platform.config.Durations",
          "platform.database.CommitThreads",
          "platform.database.Database",
          "platform.database.DatabaseProbe",
          "platform.database.GroupCommit",
          "platform.database.Hints",
          "platform.database.OpenTransaction",
          "platform.database.Replica",
          "platform.database.SqlArrays",
          "platform.http.AnswerLater",
          "platform.http.Checks",
          "platform.http.ClientConnection",
          "platform.http.ETags",
          "platform.http.EventStream",
          "platform.http.Json",
          "platform.http.JsonRequests",
          "platform.http.LimitedInputStream",
          "platform.http.Page",
          "platform.http.Problems",
          "platform.http.RequestMeter",
          "platform.http.ServerListeners",
          "platform.http.Transports",
          "platform.progress.Tasks",
          "platform.security.Audit",
          "platform.security.Authentication",
          "platform.security.AwsCredentials",
          "platform.security.Credentials",
          "platform.security.Secret",
          "platform.security.Sessions",
          "platform.security.SignInThrottle",
          "queue.QueueAdmin",
          "queue.Queues",
          "queue.ReceivedMessage",
          "queue.Redrives");

  private PublicTypes() {}

  static boolean isFront(JavaClass type) {
    return FRONTS.contains(type.getName().substring(Floors.ROOT.length() + 1));
  }

  static Set<String> fronts() {
    return FRONTS;
  }

  /** What the container or a signature forces to be public. */
  static boolean isForced(JavaClass type) {
    return type.isAnnotatedWith(Path.class)
        || type.isAnnotatedWith(Provider.class)
        || type.isAssignableTo(Application.class)
        || type.isAssignableTo(Servlet.class)
        || type.isAssignableTo(Filter.class)
        || type.isAssignableTo(Throwable.class)
        || type.isRecord()
        || type.isEnum()
        || type.isAnnotation();
  }

  /** Whether the type and all around it are public. */
  static boolean isPublicThroughout(JavaClass type) {
    JavaClass component = type.getBaseComponentType();
    return component.getModifiers().contains(JavaModifier.PUBLIC)
        && component.getEnclosingClass().map(PublicTypes::isPublicThroughout).orElse(true);
  }
}
