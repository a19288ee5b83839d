package dev.netc.compiler.diagnostics;

/**
 * What should be, and what is: two whole shapes, types or sizes in the words of the language.
 *
 * @param expected for example {@code [N, 120]}
 * @param actual for example {@code [N, 400]}
 */
public record Mismatch(String expected, String actual) {}
