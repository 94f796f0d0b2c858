classpath-${data.id}
