package dev.netc.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import javax.lang.model.element.Modifier;

/** A small function that kernels call; a class of kernels has those that it uses. */
enum KernelHelper {
  /** An index that is known at run time only, checked. */
  INDEX("index"),
  /** A number, or zero if a condition holds. */
  ZERO_IF("zeroIf"),
  /** A number, or zero if a condition does not hold. */
  ZERO_UNLESS("zeroUnless");

  private final String text;

  KernelHelper(String text) {
    this.text = text;
  }

  /** A scope in which the helpers' names are taken. */
  static JavaNames scope() {
    JavaNames scope = JavaNames.without();
    for (KernelHelper helper : values()) {
      scope.allocate(helper.text);
    }
    return scope;
  }

  boolean isUsedIn(String code) {
    return code.contains(text + "(");
  }

  MethodSpec method() {
    return switch (this) {
      case INDEX -> index();
      case ZERO_IF -> zero("A number, or zero if the condition holds", "(condition ? 1 : 0) - 1");
      case ZERO_UNLESS ->
          zero("A number, or zero if the condition does not hold", "-(condition ? 1 : 0)");
    };
  }

  private MethodSpec.Builder start() {
    return MethodSpec.methodBuilder(text).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
  }

  private MethodSpec index() {
    return start()
        .addJavadoc("An index, if it lies in an axis of the given size.")
        .returns(TypeName.INT)
        .addParameter(TypeName.INT, "index")
        .addParameter(TypeName.INT, "size")
        .addParameter(TypeName.INT, "element")
        .addParameter(String.class, "port")
        .addParameter(String.class, "user")
        .beginControlFlow("if (index < 0 || index >= size)")
        .addStatement(
            "throw new $T(index, size, element, port, user)", RuntimeTypes.INDEX_EXCEPTION)
        .endControlFlow()
        .addStatement("return index")
        .build();
  }

  private MethodSpec zero(String doc, String mask) {
    return start()
        .addJavadoc(
            "$L, without a branch: C2 makes vector instructions of the mask, and x86 would foretell"
                + " half of the branches wrongly.",
            doc)
        .returns(TypeName.FLOAT)
        .addParameter(TypeName.BOOLEAN, "condition")
        .addParameter(TypeName.FLOAT, "x")
        .addStatement("return Float.intBitsToFloat(Float.floatToRawIntBits(x) & ($L))", mask)
        .build();
  }
}
