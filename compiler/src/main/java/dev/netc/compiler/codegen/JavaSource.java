package dev.netc.compiler.codegen;

/**
 * A generated Java file.
 *
 * @param packageName empty for the unnamed package
 * @param className the simple name of its public class, and of the file without {@code .java}
 */
public record JavaSource(String packageName, String className, String text) {
  /** Where the file belongs below a source root: {@code tutorial/Net.java}. */
  public String path() {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return folder + className + ".java";
  }

  /** The name by which its class is loaded: {@code tutorial.Net}. */
  public String qualifiedName() {
    return packageName.isEmpty() ? className : packageName + "." + className;
  }
}
