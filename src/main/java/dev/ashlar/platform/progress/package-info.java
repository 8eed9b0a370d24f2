/** Progress of what takes longer than a second, as people watch it. In memory, per node. */
@NullMarked
package dev.ashlar.platform.progress;

import org.jspecify.annotations.NullMarked;
