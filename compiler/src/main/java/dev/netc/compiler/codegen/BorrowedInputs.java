package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Place;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes how a program reads its inputs in the caller's arrays, without a copy: fields for array
 * and offset, and a method that sets them.
 */
final class BorrowedInputs {
  private BorrowedInputs() {}

  /** The inputs that stay with the caller. */
  static Stream<Value> of(Plan plan) {
    return plan.graph().inputs().stream()
        .filter(
            value ->
                plan.places().get(value) instanceof Place.InArray place
                    && place.role() == Op.Role.INPUT);
  }

  /**
   * Adds fields and methods.
   *
   * @param program to which the plan has been added
   * @return by the inputs' names
   */
  static Map<String, Intake> addTo(TypeSpec.Builder type, ProgramWriter program, Plan plan) {
    Map<String, Intake> intakes = new HashMap<>();
    of(plan)
        .forEach(
            value -> intakes.put(((Op.Input) value.op()).name(), add(type, program, plan, value)));
    return intakes;
  }

  private static Intake add(TypeSpec.Builder type, ProgramWriter program, Plan plan, Value value) {
    ElementType element = value.type().element();
    TypeName array = RuntimeTypes.array(element);
    String field = program.fields().allocate(ValueNames.of(value));
    String offset = program.fields().allocate(field + "Offset");
    String copy = program.fields().allocate(field + "Copy");
    type.addField(empty(array, field));
    type.addField(TypeName.INT, offset, Modifier.PRIVATE);
    type.addField(empty(array, copy));
    program.range(
        Op.Role.INPUT,
        ((Op.Input) value.op()).name(),
        program.inSlice(plan, ArrayReference.part(field, 0).from(offset), value));
    String method = program.methods().allocate("read" + JavaNames.type(field));
    type.addMethod(method(program, plan, value, new Names(field, offset, copy, method)));
    return new Intake.Borrowed(method, copy);
  }

  private record Names(String field, String offset, String copy, String method) {}

  private static FieldSpec empty(TypeName array, String name) {
    return FieldSpec.builder(array, name, Modifier.PRIVATE).initializer("{}").build();
  }

  private static MethodSpec method(ProgramWriter program, Plan plan, Value value, Names names) {
    List<String> seen = new ArrayList<>();
    for (Slot slot : plan.slots()) {
      if (slot.type() == value.type().element() && plan.isWhole(slot)) {
        seen.add("array == this." + program.place(plan, slot.values().get(0)).field());
      }
    }
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(names.method())
            .addModifiers(Modifier.PRIVATE)
            .addParameter(RuntimeTypes.array(value.type().element()), "array")
            .addParameter(TypeName.INT, "offset");
    if (!seen.isEmpty()) {
      Dim elements = value.shape().elements();
      method
          .addJavadoc("Has the elements read where they are, unless an output will be there.")
          .beginControlFlow("if ($L)", String.join(" || ", seen))
          .addStatement(
              "this.$1L = grow(this.$1L, $2L)", names.copy(), elements.toJavaLong(JavaNames::size))
          .addStatement(
              "System.arraycopy(array, offset, this.$L, 0, $L)",
              names.copy(),
              elements.toJava(JavaNames::size))
          .addStatement("this.$L = this.$L", names.field(), names.copy())
          .addStatement("this.$L = 0", names.offset())
          .addStatement("return")
          .endControlFlow();
    } else {
      method.addJavadoc("Has the elements read where they are.");
    }
    return method
        .addCode(
            CodeBlock.builder()
                .addStatement("this.$L = array", names.field())
                .addStatement("this.$L = offset", names.offset())
                .build())
        .build();
  }
}
