/**
 * The command line: options in, files and rendered diagnostics out.
 *
 * <p>Each command is one class. A command reads its files as {@code SourceFile}s, asks the
 * compiler, and says with its {@link dev.netc.cli.ExitCode} how it went. All console access of netc
 * is here, that to files in {@code dev.netc.frontend}; nothing is decided here about networks.
 * Example: {@code new NetcCommandLine().execute("check", "lenet.net")}.
 */
@NullMarked
package dev.netc.cli;

import org.jspecify.annotations.NullMarked;
