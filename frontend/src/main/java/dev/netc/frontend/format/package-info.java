/**
 * What a check found, in the formats that other programs read.
 *
 * <p>In: a {@link dev.netc.frontend.format.Report}, the diagnostics of several files. Out: the text
 * of one document, in JSON, SARIF, XML or as commands. Promise: the same report gives the same
 * text; whatever stands in a message or path, the document is well formed. Example: {@code new
 * JsonFormat("0.1.0").render(report)}.
 */
@NullMarked
package dev.netc.frontend.format;

import org.jspecify.annotations.NullMarked;
