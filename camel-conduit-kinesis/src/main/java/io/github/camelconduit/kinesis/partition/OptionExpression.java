package io.github.camelconduit.kinesis.partition;

import java.util.function.Function;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.builder.ExpressionBuilder;

import io.github.camelconduit.kinesis.FreeMarkerMarkup;

/** The value that an option yields for a message: by an expression in a language, or by a bean. */
final class OptionExpression {

    /** Null or empty: nothing. */
    interface Value {
        String of(Exchange exchange);
    }

    private OptionExpression() {}

    /** Whether an option says anything: a placeholder that resolved to nothing leaves a blank text. */
    static boolean isSet(Object option) {
        return option instanceof String text ? !text.isBlank() : option != null;
    }

    /**
     * Compiles an option.
     *
     * @param value a text in the language, an {@link Expression}, a {@link Function} of the exchange, or a bean with one
     *     method that Camel's bean language can choose
     * @throws IllegalArgumentException if it is none of these, naming the option
     */
    static Value compile(CamelContext context, String option, Object value, String language) {
        if (value instanceof Function<?, ?> function) {
            return exchange -> text(exchange, apply(function, exchange));
        }
        Expression expression =
                value instanceof String text ? ofText(context, option, text, language) : ofBean(context, option, value);
        return exchange -> expression.evaluate(exchange, String.class);
    }

    private static Expression ofText(CamelContext context, String option, String text, String language) {
        FreeMarkerMarkup.refuseGoTemplate(option, text);
        try {
            Expression expression = context.resolveLanguage(language).createExpression(text);
            expression.init(context);
            return expression;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    option + " is not an expression of the language " + language + ": " + e.getMessage(), e);
        }
    }

    private static Expression ofBean(CamelContext context, String option, Object bean) {
        try {
            Expression expression =
                    bean instanceof Expression given ? given : ExpressionBuilder.beanExpression(bean, null);
            expression.init(context);
            return expression;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    option + " refers to a " + bean.getClass().getName()
                            + "; allowed: an Expression, a Function, or with camel-bean a bean with a method for it: "
                            + e.getMessage(),
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object apply(Function<?, ?> function, Exchange exchange) {
        return ((Function<Exchange, ?>) function).apply(exchange);
    }

    private static String text(Exchange exchange, Object value) {
        return value == null ? null : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
    }
}
