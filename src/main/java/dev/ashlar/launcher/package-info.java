/**
 * The launcher: what {@code java -jar ashlar.jar} runs. It is not part of the WAR.
 *
 * <p>Two processes and a database stand behind one command. The launcher itself is a small process
 * that supervises; the server is a child JVM, because a running JVM cannot be given the options and
 * the class-data archive that make a start short; PostgreSQL runs beside it unless {@code
 * ashlar.db.url} names one that runs elsewhere.
 *
 * <p><b>Port.</b> It is open while the application runs, not before and not after: the server boots
 * on a hidden one (docs/adr/0009).
 *
 * <p><b>Data directory</b> ({@code --data-dir}, default {@code ./ashlar-data}):
 *
 * <ul>
 *   <li>{@code lock}, {@code server.lock}: held by the launcher and by the server, each with the
 *       pid of its holder as content; one directory serves one launcher.
 *   <li>{@code postgres/}, {@code postgres.password}: the embedded database and its password.
 *   <li>{@code admin.key}: written by the application.
 *   <li>{@code logs/}: {@code server.N.log} and {@code postgres-DAY.log} rotate; {@code
 *       console.log} is what the last server process wrote outside its log.
 *   <li>{@code server/}: the server's own files, made anew at each start.
 * </ul>
 *
 * <p><b>Cache</b> ({@code $XDG_CACHE_HOME/ashlar}, {@code ~/.cache/ashlar}, or {@code runtime/} in
 * the data directory): what is unpacked from the jar, one directory per content, made under another
 * name and renamed when whole; beside it one class-data archive per JVM. Directories that were not
 * used for 30 days are deleted.
 *
 * <p><b>Promises.</b> Whatever is killed, in whatever order, the next start on the same directory
 * works and has every committed row: a server that lost its launcher stops itself and the database;
 * a database that lost both is found by its pid file and stopped before a new one starts; an
 * initialisation that was cut short is thrown away. A start that cannot work ends with one line on
 * standard error and a non-zero exit code.
 */
@NullMarked
package dev.ashlar.launcher;

import org.jspecify.annotations.NullMarked;
