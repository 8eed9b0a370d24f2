package dev.ashlar.platform.database;

/**
 * Event: the database can be used, for the first time or again. Fired on the thread of the link;
 * observers hand long work to an executor.
 */
public record DatabaseUp() {}
