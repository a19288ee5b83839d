/**
 * Generates the Java of networks in builds, and does again only what has changed.
 *
 * <p>In: a {@link dev.netc.frontend.incremental.Request}: sources, imports, options. Out: Java
 * files, and a {@link dev.netc.frontend.incremental.State} from which the next run knows what they
 * were made of. Promise: the files are those that a first run would write; what need not change is
 * not touched, and what no source gives any longer is gone. A source with warnings is looked at in
 * each run, so that they are seen until somebody mends them.
 */
@NullMarked
package dev.netc.frontend.incremental;

import org.jspecify.annotations.NullMarked;
