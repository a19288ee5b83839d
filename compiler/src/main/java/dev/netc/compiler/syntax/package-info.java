/**
 * From text to tree.
 *
 * <p>In: a {@link dev.netc.compiler.source.SourceFile}. Out: its {@link dev.netc.compiler.ast.File}
 * and what is wrong with the text. Promises: no text makes the parser throw, or run out of stack;
 * every error has a place in the file; what could be read is in the tree even if the rest could
 * not. ANTLR is seen in this package and, as a {@link dev.netc.compiler.syntax.TokenTree} of words
 * and comments, by the formatter.
 *
 * <pre>{@code
 * ParseResult result = new Parser().parse(new SourceFile("net.net", text));
 * }</pre>
 *
 * <p>The way: {@code TokenList} reads words and reports what is no word; the parser that ANTLR
 * generated reads sentences, with {@code SyntaxRecovery} and {@code SyntaxErrors} in place of
 * ANTLR's own errors; the builders turn its parse tree into the syntax tree.
 */
@NullMarked
package dev.netc.compiler.syntax;

import org.jspecify.annotations.NullMarked;
