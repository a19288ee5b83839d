/**
 * What the ways to use netc share: the command line and the build plugins.
 *
 * <p>In: paths and options as users write them. Out: sources for the compiler, findings, files
 * written whole or not at all. All access to files is here; nothing is decided here about networks,
 * and nothing is known of arguments' syntax, consoles or build tools. What is wrong outside a
 * network is a {@link dev.netc.frontend.UsageException}.
 */
@NullMarked
package dev.netc.frontend;

import org.jspecify.annotations.NullMarked;
